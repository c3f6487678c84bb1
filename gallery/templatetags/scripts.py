"""Template tags for scripts."""

from django import template

from gallery.script_modules import imported_modules

register = template.Library()


@register.inclusion_tag("_script_module.html")
def script_module(name: str) -> dict:
    """Load a module, and fetch everything that it imports at the same time."""
    return {"name": name, "imports": imported_modules(name)}
