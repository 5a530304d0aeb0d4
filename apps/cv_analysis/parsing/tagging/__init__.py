"""Marks titles, companies, degrees, schools, years and skills in running text by a linear-chain CRF."""
