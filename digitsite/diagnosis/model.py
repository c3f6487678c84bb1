"""Engine, model files and settings, by the system checks."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.checks import CheckMessage, run_checks

from digitsite.diagnosis.findings import Finding, failed, ok, warning
from recognizer import ModelUnavailable, get_model_card

ENGINE_CHECKS = {"recognizer.E002", "recognizer.E005"}
MODEL_CHECKS = {"recognizer.E001"}
SHOWN_DIGITS = 12  # of a sha256
SECURE_COOKIES = "Set DJANGO_SECURE_COOKIES=1, and serve by https alone."
# Django's own checks name its settings, and not the variables that set them.
ACTIONS = {
    "security.W004": "Set DJANGO_HSTS_SECONDS=31536000 once https works.",
    "security.W005": "Set DJANGO_HSTS_SUBDOMAINS=1 if all subdomains use https.",
    "security.W008": "Set DJANGO_SSL_REDIRECT=1, or let the proxy redirect to https.",
    "security.W009": "Set DJANGO_SECRET_KEY to a long random text.",
    "security.W010": SECURE_COOKIES,
    "security.W012": SECURE_COOKIES,
    "security.W016": SECURE_COOKIES,
    "security.W018": "Set DJANGO_DEBUG=0.",
    "security.W020": "Set DJANGO_ALLOWED_HOSTS to the names of the site.",
    "security.W021": "Set DJANGO_HSTS_PRELOAD=1 if browsers may preload HSTS.",
}


def find_model() -> Iterator[Finding]:
    """Run the system checks, and sort what they say by engine, model and settings."""
    messages = list(run_checks(include_deployment_checks=not settings.DEBUG))
    yield describe_engine([m for m in messages if m.id in ENGINE_CHECKS])
    yield describe_model([m for m in messages if m.id in MODEL_CHECKS])
    others = [m for m in messages if m.id not in ENGINE_CHECKS | MODEL_CHECKS]
    yield from describe_settings(others)


def describe_engine(messages: list[CheckMessage]) -> Finding:
    if messages:
        return to_finding("engine", messages[0])
    return ok("engine", settings.DIGIT_ENGINE)


def describe_model(messages: list[CheckMessage]) -> Finding:
    """Return name, version and sha256; its files were compared with their cards."""
    if messages:
        return to_finding("model", messages[0])
    try:
        card = get_model_card()
    except ModelUnavailable as error:
        return failed("model", str(error), "Restore ml/artifacts.")
    sha256 = card["sha256"][:SHOWN_DIGITS]
    return ok("model", f"{card['name']} {card['version']}, sha256 {sha256}… verified")


def describe_settings(messages: Iterable[CheckMessage]) -> Iterator[Finding]:
    findings = [to_finding("settings", message) for message in messages]
    yield from findings
    if not findings:
        kind = "development" if settings.DEBUG else "production"
        yield ok("settings", f"of {kind}, no warnings")


def to_finding(part: str, message: CheckMessage) -> Finding:
    build = failed if message.is_serious() else warning
    action = ACTIONS.get(message.id or "") or message.hint
    action = action or f"Look for {message.id} in Django's documentation."
    text = " ".join(message.msg.split())
    # The first sentence is what was found; the others advise in Django's names.
    detail = text.partition(". ")[0] if message.id in ACTIONS else text
    return build(part, f"{detail.rstrip('.')}.", action)
