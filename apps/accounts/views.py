"""Pages about people that allauth does not bring."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from apps.accounts.forms import CompanyForm
from apps.accounts.services import AddressTakenError, remember_tenant, sign_up_company

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
def signup_company(request: HttpRequest) -> HttpResponse:
    """A company's name and its owner; afterwards the owner stands in the new workspace."""
    form = CompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            membership = sign_up_company(**form.cleaned_data)
        except AddressTakenError as problem:
            form.add_error("email", str(problem.title))
        else:
            login(request, membership.user, backend=BACKEND)
            remember_tenant(membership.user, membership.tenant)
            return redirect(membership.tenant.path)
    return render(request, "accounts/signup_company.html", {"form": form}, status=422 if form.errors else 200)
