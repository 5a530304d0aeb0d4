"""Every part of the API. Written by `manage.py api_clients`."""

from rostrum_client.api.ai import Ai
from rostrum_client.api.audit import Audit
from rostrum_client.api.auth import Auth
from rostrum_client.api.billing import Billing
from rostrum_client.api.code_assessment import CodeAssessment
from rostrum_client.api.cv_analysis import CvAnalysis
from rostrum_client.api.hiring import Hiring
from rostrum_client.api.interviews import Interviews
from rostrum_client.api.modules import Modules
from rostrum_client.api.tenants import Tenants
from rostrum_client.connection import Connection


class Api:
    """The parts of the API, each under its name."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.ai = Ai(connection)
        self.audit = Audit(connection)
        self.auth = Auth(connection)
        self.billing = Billing(connection)
        self.code_assessment = CodeAssessment(connection)
        self.cv_analysis = CvAnalysis(connection)
        self.hiring = Hiring(connection)
        self.interviews = Interviews(connection)
        self.modules = Modules(connection)
        self.tenants = Tenants(connection)
