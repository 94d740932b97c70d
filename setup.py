"""Installer for the imio.centrale package."""

from pathlib import Path
from setuptools import find_packages
from setuptools import setup


HERE = Path(__file__).parent

long_description = "\n\n".join(
    (HERE / name).read_text(encoding="utf-8")
    for name in ("README.rst", "CONTRIBUTORS.rst", "CHANGES.rst")
)


setup(
    name="imio.centrale",
    version="1.0.0.dev0",
    description="Central purchasing body on Plone: from adhesion to accepted closure",
    long_description=long_description,
    long_description_content_type="text/x-rst",
    classifiers=[
        "Development Status :: 3 - Alpha",
        "Environment :: Web Environment",
        "Framework :: Plone",
        "Framework :: Plone :: 6.1",
        "Framework :: Plone :: Addon",
        "License :: OSI Approved :: GNU General Public License v2 (GPLv2)",
        "Natural Language :: French",
        "Operating System :: OS Independent",
        "Programming Language :: Python",
        "Programming Language :: Python :: 3 :: Only",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
    ],
    keywords="Python Plone CMS procurement",
    author="iMio",
    author_email="support@imio.be",
    url="https://github.com/IMIO/imio.centrale",
    license="GPL version 2",
    packages=find_packages("src"),
    namespace_packages=["imio"],
    package_dir={"": "src"},
    include_package_data=True,
    zip_safe=False,
    # The pickle of 3.13.0 does not let CMFEditions save a version.
    python_requires=">=3.11, !=3.13.0",
    install_requires=[
        "AccessControl",
        "Acquisition",
        "BTrees",
        "DateTime",
        "Products.CMFCore",
        "Products.CMFPlone",
        "Products.DCWorkflow",
        "Products.GenericSetup",
        "Products.MailHost",
        "Products.ZCatalog",
        "ZConfig",
        "ZODB",
        "Zope",
        "collective.z3cform.datagridfield",
        "holidays",
        "lxml",
        "openpyxl",
        "persistent",
        "plone.api",
        "plone.app.content",
        "plone.app.contenttypes",
        "plone.app.dexterity",
        "plone.app.z3cform",
        "plone.autoform",
        "plone.base",
        "plone.batching",
        "plone.browserlayer",
        "plone.dexterity",
        "plone.indexer",
        "plone.namedfile",
        "plone.protect",
        "plone.rest",
        "plone.restapi",
        "plone.supermodel",
        "plone.z3cform",
        "pypdf[crypto]",
        "python-gettext",
        "python-stdnum",
        "sepaxml",
        "setuptools",
        "text-unidecode",
        "transaction",
        "z3c.form",
        "zExceptions",
        "zope.annotation",
        "zope.component",
        "zope.container",
        "zope.dottedname",
        "zope.event",
        "zope.i18n",
        "zope.i18nmessageid",
        "zope.interface",
        "zope.lifecycleevent",
        "zope.publisher",
        "zope.schema",
        "zope.security",
        "zope.sendmail",
    ],
    extras_require={
        "test": [
            "RelStorage",
            "ZEO",
            "docutils",
            "hypothesis",
            "plone.app.testing",
            "plone.registry",
            "plone.testing",
            "psycopg2-binary",
            "requests",
            "zope.globalrequest",
            "zope.testrunner",
        ],
    },
    entry_points="""
    [z3c.autoinclude.plugin]
    target = plone
    """,
)
