"""What people see: the payment page, the bank's page, invoices, the portal and the control page."""
