"""``GET <inventory>/@centrale-export`` and ``GET <lot>/@centrale-template``: files."""

from imio.centrale.annexe_b import exporting
from plone.restapi.services import Service


class FileGet(Service):
    """Base: the answer is a file, not JSON."""

    def render(self):
        self.check_permission()
        return self.written().send(self.request.response)

    def written(self):
        raise NotImplementedError


class ExportGet(FileGet):
    """``?format=xlsx``, ``csv`` or ``ods``: what the import reads without any change."""

    def written(self):
        kind = self.request.form.get("format", "xlsx")
        return exporting.export(self.context, str(kind))


class TemplateGet(FileGet):
    """The workbook that a supplier fills in for the lot."""

    def written(self):
        return exporting.template(self.context)


class NextTemplateGet(FileGet):
    """The same, filled in with the lines of an inventory."""

    def written(self):
        return exporting.next_template(self.context)
