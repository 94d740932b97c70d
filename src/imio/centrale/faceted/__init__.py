"""The missions of a centrale as a faceted list.

``criteria`` says which facets there are and keeps them on the room, where the screens of
eea.facetednavigation let a site administrator rename, move or hide them. ``widgets``
turns what somebody chose into a query, ``listing`` answers it from the catalog alone,
``saved`` keeps the views people name.
"""
