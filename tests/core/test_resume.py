"""What is posted reaches the forms without invisible characters, and who typed a number is told."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from core.resume import form_data


@pytest.fixture
def posted():
    def post(**fields):
        request = RequestFactory().post("/", fields)
        request.session = {}
        request._messages = FallbackStorage(request)
        return request

    return post


@pytest.mark.parametrize("char", ["\u200b", "\u202d", "\u2060", "\ufeff", "\u00ad", "\U000e0041"])
def test_a_number_loses_its_invisible_characters_and_that_is_told(posted, char):
    request = posted(id_number=f"{char}310116198506150014{char}", name="周建国")
    assert form_data(request).dict() == {"id_number": "310116198506150014", "name": "周建国"}
    (told,) = get_messages(request)
    assert "…0014" in str(told)


def test_it_is_told_once_however_often_the_form_is_bound(posted):
    request = posted(phone="\u200b13800138000")
    assert form_data(request) is form_data(request)
    assert len(get_messages(request)) == 1


def test_of_words_nothing_is_told(posted):
    request = posted(name="\u200b周建国", facts="欠薪\u200d三个月")
    assert form_data(request).dict() == {"name": "周建国", "facts": "欠薪三个月"}
    assert list(get_messages(request)) == []


def test_what_has_none_is_handed_on_as_it_is(posted):
    request = posted(name="周建国")
    assert form_data(request) is request.POST
