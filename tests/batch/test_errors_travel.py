import pickle

import pytest

from pipeline.errors import InputError, LockedError, ModelError, SvodkaError


@pytest.mark.parametrize("kind", [InputError, LockedError, ModelError])
def test_an_error_comes_back_whole_from_another_process(kind: type[SvodkaError]) -> None:
    error = kind("is broken", where="translator", remedy="fetch it again")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == str(error) == "translator: is broken; fetch it again"
