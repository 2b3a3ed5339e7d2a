"""One cause, one class in each service: what is caught by which name."""

from __future__ import annotations

import pickle

import pytest

from sdconvert import errors
from sdconvert.http import errors as causes
from sdconvert.http.errors import CallError, ErrorClasses, Failure
from sdconvert.partner import errors as partner_errors
from sdconvert.sources import errors as source_errors

SERVICES = {
    "partner": (
        partner_errors.CLASSES,
        errors.PartnerError,
        (errors.PartnerUnreachable, errors.PartnerRefused, errors.PartnerFailed),
    ),
    "sources": (
        source_errors.CLASSES,
        errors.SourceError,
        (errors.SourceUnreachable, errors.SourceRefused, errors.SourceFailed),
    ),
}
Roots = tuple[type[errors.ServiceError], ...]


@pytest.mark.parametrize(("classes", "root", "kinds"), SERVICES.values(), ids=SERVICES)
def test_a_service_has_a_class_of_its_own_for_each_cause(
    classes: ErrorClasses, root: type[errors.ServiceError], kinds: Roots
) -> None:
    known = {one for one in vars(causes).values() if isinstance(one, type) and issubclass(one, CallError)}
    assert set(classes) == known - {CallError}
    for cause, one in classes.items():
        assert (one.__name__, issubclass(one, cause)) == (cause.__name__, True)
        assert issubclass(one, root)
        assert sum(issubclass(one, kind) for kind in kinds) == 1


@pytest.mark.parametrize(("classes", "root", "kinds"), SERVICES.values(), ids=SERVICES)
def test_an_error_of_a_service_is_none_of_another(
    classes: ErrorClasses, root: type[errors.ServiceError], kinds: Roots
) -> None:
    (other,) = {errors.PartnerError, errors.SourceError} - {root}
    assert not any(issubclass(one, other) for one in classes.values())


@pytest.mark.parametrize("module", [partner_errors, source_errors])
def test_every_error_of_a_service_is_listed_tells_what_to_do_and_can_be_pickled(module: object) -> None:
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, CallError)]
    assert len(kinds) > 15
    assert {kind.__name__ for kind in kinds} | {"Failure"} == set(getattr(module, "__all__", ()))
    assert [kind for kind in kinds if kind is not CallError and not kind.advice] == []
    plain = [kind for kind in kinds if kind.__name__ != "AlreadyExists"]
    made = [kind("a reason", Failure("Asking")) for kind in plain]
    assert [str(pickle.loads(pickle.dumps(one))) for one in made] == [str(one) for one in made]
