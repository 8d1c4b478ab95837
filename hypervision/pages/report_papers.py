"""A report's paper as an answer, by page and by REST."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from hypervision.accounts.models import User
from hypervision.law import log
from hypervision.reports.mailing import file_name
from hypervision.reports.models import Report

PDF = "application/pdf"


def paper(pk: object, person: User) -> HttpResponse:
    """Reading it is an entry of the log (R-33)."""
    one = get_object_or_404(Report.objects.defer("figures"), pk=pk)
    log.write(str(person), "report.read", str(one.pk))
    headers = {"Content-Disposition": f'inline; filename="{file_name(one)}"', "Content-Language": one.language}
    return HttpResponse(bytes(one.pdf), content_type=PDF, headers=headers)
