"""How templates put a job into words."""

from django import template

from gallery.texts import bulk_jobs

register = template.Library()
register.filter("progress_text", bulk_jobs.progress_text)
register.filter("remaining_text", bulk_jobs.remaining_text)
register.filter("state_text", bulk_jobs.state_text)
