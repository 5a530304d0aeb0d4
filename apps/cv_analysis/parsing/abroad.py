"""Headings, months and words for today in CVs that are not in English, so that their parts and dates are read too."""

_HEADINGS = {
    "header": "lebenslauf, tabellarischer lebenslauf, currículum vítae, hoja de vida, meritförteckning, życiorys, cv",
    "summary": (
        "profil, kurzprofil, über mich, zusammenfassung, zielsetzung, profil professionnel, à propos, à propos de moi, "
        "résumé professionnel, objectif, perfil, perfil profesional, sobre mí, resumen, resumen profesional, objetivo, "
        "profilo, profilo professionale, chi sono, obiettivo, perfil profissional, sobre mim, resumo, profiel, "
        "persoonlijk profiel, over mij, sammanfattning, om mig, sammendrag, om meg, o mnie, podsumowanie zawodowe"
    ),
    "experience": (
        "berufserfahrung, berufserfahrungen, beruflicher werdegang, berufspraxis, praktische erfahrung, "
        "beruflicher hintergrund, werdegang, praktika, expérience, expériences, expérience professionnelle, "
        "expériences professionnelles, parcours professionnel, stages, experiencia, experiencia profesional, "
        "experiencia laboral, trayectoria profesional, historial laboral, prácticas, esperienza, esperienze, "
        "esperienza professionale, esperienze professionali, esperienza lavorativa, esperienze lavorative, "
        "experiência, experiência profissional, experiências profissionais, werkervaring, ervaring, loopbaan, "
        "arbetslivserfarenhet, yrkeserfarenhet, erfarenhet, anställningar, erhvervserfaring, arbejdserfaring, "
        "arbeidserfaring, yrkeserfaring, erfaring, doświadczenie, doświadczenie zawodowe, przebieg kariery"
    ),
    "education": (
        "ausbildung, bildungsweg, schulbildung, studium, schule und studium, schulische ausbildung, "
        "akademische ausbildung, aus- und weiterbildung, ausbildung und studium, formation, formations, études, "
        "formation académique, parcours académique, diplômes, educación, formación, formación académica, estudios, "
        "istruzione, formazione, istruzione e formazione, titoli di studio, studi, educação, formação, "
        "formação acadêmica, formação académica, opleiding, opleidingen, onderwijs, utbildning, uddannelse, utdanning, "
        "utdannelse, wykształcenie, edukacja"
    ),
    "skills": (
        "kenntnisse, fähigkeiten, kompetenzen, fachkenntnisse, edv-kenntnisse, it-kenntnisse, stärken, "
        "kenntnisse und fähigkeiten, fähigkeiten und kenntnisse, besondere kenntnisse, software-kenntnisse, "
        "compétences, compétences techniques, compétences informatiques, savoir-faire, informatique, habilidades, "
        "competencias, aptitudes, conocimientos, conocimientos informáticos, competencias técnicas, competenze, "
        "competenze tecniche, competenze informatiche, capacità e competenze, conoscenze informatiche, competências, "
        "competências técnicas, conhecimentos, vaardigheden, competenties, kennis en vaardigheden, kunskaper, "
        "kompetenser, färdigheter, kompetencer, færdigheder, ferdigheter, kompetanse, umiejętności, kompetencje"
    ),
    "languages": (
        "sprachen, sprachkenntnisse, langues, langues étrangères, idiomas, lingue, lingue straniere, línguas, talen, "
        "talenkennis, språk, språkkunskaper, sprog, sprogkundskaber, språkkunnskaper, języki, języki obce, "
        "znajomość języków"
    ),
    "certifications": (
        "zertifikate, zertifizierungen, weiterbildung, weiterbildungen, fortbildung, fortbildungen, lehrgänge, "
        "certificats, certificaciones, cursos, cursos y certificaciones, certificazioni, corsi, certificações, "
        "certificaten, cursussen, certifieringar, kurser, certifikater, sertifiseringer, kurs, certyfikaty, kursy, "
        "kursy i szkolenia, szkolenia"
    ),
    "projects": "projekte, projektliste, projets, proyectos, progetti, projetos, projecten, projekt, projekter",
    "publications": (
        "publikationen, veröffentlichungen, publicaciones, pubblicazioni, publicações, publicaties, publikationer, "
        "publikasjoner, publikacje"
    ),
    "awards": "auszeichnungen, distinctions, prix, premios, logros, premi, prêmios, prijzen, utmärkelser, nagrody",
    "interests": (
        "interessen, hobbys, hobbies und interessen, interessen und hobbys, ehrenamt, centres d'intérêt, "
        "centres d\u2019intérêt, loisirs, intereses, aficiones, interessi, interesses, hobby's, intressen, fritid, "
        "fritidsintresser, fritidsinteresser, interesser, zainteresowania"
    ),
    "references": "referenzen, références, referencias, referenze, referências, referenties, referenser, referencer",
    "contact": "kontakt, kontaktdaten, coordonnées, contacto, datos de contacto, contatti, contato, contactgegevens",
    "other": (
        "persönliche daten, persönliche angaben, zur person, informations personnelles, état civil, datos personales, "
        "información personal, dati personali, informazioni personali, dados pessoais, persoonlijke gegevens, "
        "personalia, personuppgifter, dane osobowe"
    ),
}
HEADINGS = {phrase: kind for kind, phrases in _HEADINGS.items() for phrase in phrases.split(", ")}

# Forms that are words of another kind in English ("set", "out", "ago") are left out; those of two languages count once.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner janvier janv enero gennaio janeiro januari styczeń",
            "februar februari février févr febrero febbraio fevereiro luty",
            "märz mrz mars marzo março maart marzec",
            "avril avr abril aprile kwiecień",
            "mai mayo maggio maio mei maj",
            "juni juin junio giugno junho czerwiec",
            "juli juillet juil julio luglio julho lipiec",
            "août agosto augustus augusti sierpień",
            "septembre septiembre settembre setembro wrzesień",
            "oktober okt octobre octubre ottobre outubro październik",
            "novembre noviembre novembro listopad",
            "dezember dez décembre déc diciembre dicembre dezembro desember grudzień",
        ),
        start=1,
    )
    for name in names.split()
}
PRESENT = (
    r"heute|jetzt|laufend|aujourd['\u2019]hui|présent|à ce jour|actuel(?:lement)?|(?:la )?actualidad|actual(?:mente)?"
    r"|presente|hoy|oggi|in corso|attuale|atual(?:mente)?|o momento|heden|nu|nuvarande|pågående|nåværende|nuværende"
    r"|obecnie|dziś|nadal"
)
TO = r"bis|à|au|hasta|al|tot|til"
SINCE = r"seit|depuis|desde|sinds|sedan|siden|dal"
