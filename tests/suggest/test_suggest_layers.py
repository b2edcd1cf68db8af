"""Terms in layers: the same as one map made anew, and nobody waits for all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.suggest import Evidence, Known, Memory, layers

TERMS = st.builds(
    lambda text, label, accepted: Known(text, label, evidence=Evidence(accepted), taught=accepted),
    st.text("养鸭扶😀", min_size=1, max_size=4),
    st.sampled_from(["Measure", "Place"]),
    st.integers(0, 3),
)


@given(st.lists(TERMS, max_size=8), st.lists(st.lists(TERMS, max_size=4), max_size=30), st.data())
def test_step_by_step_it_is_what_a_new_memory_would_be(first, steps, data):
    """With layers so small that all joinings happen; earlier memories stay as they were."""
    text = data.draw(st.text("养鸭扶县😀", max_size=40))
    said = {one.key: one for one in first}
    memory = Memory(said.values())
    kept = [(memory, dict(said))]
    limits = layers.MOST, layers.ONE_BY_ONE
    layers.MOST, layers.ONE_BY_ONE = 6, 1
    try:
        for step in steps:
            memory = memory.updated(step)
            said.update((one.key, one) for one in step)
            kept.append((memory, dict(said)))
        was = data.draw(st.sampled_from(kept))[0]
        for one, known in kept:
            anew = Memory(known.values())
            assert one.all() == anew.all()
            assert set(one.places(text)) == set(anew.places(text))
            assert one.joined(text, []) == anew.joined(text, [])
            assert one.turned(was) == anew.turned(Memory(was.all()))
    finally:
        layers.MOST, layers.ONE_BY_ONE = limits


def test_no_step_makes_all_terms_anew(monkeypatch):
    """2,000 new terms beside 6,000: each automaton is small, and few terms are put into one again and again."""

    def term(kind, at):
        return Known(f"{kind}{chr(0x4E00 + at)}", "Measure", evidence=Evidence(1), taught=1)

    memory = Memory(term("旧", at) for at in range(6_000))
    made: list[int] = []
    whole = layers.CharwiseDoubleArrayAhoCorasick
    monkeypatch.setattr(
        layers, "CharwiseDoubleArrayAhoCorasick", lambda texts, kind: made.append(len(texts)) or whole(texts, kind)
    )
    text = f"{term('新', 7).text}个{term('旧', 7).text}"
    for at in range(2_000):
        memory = memory.updated([term("新", at)])
        list(memory.places(text))
    assert len(memory.joined(text, [])) == 2
    assert max(made) <= layers.MOST
    assert sum(made) < 40 * 2_000
