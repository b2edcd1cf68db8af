"""What assistive technology sees of the program: a script for the system's Python, which has the bindings of AT-SPI.

It prints one line of JSON. With `first`: the objects that are shown, the reader's text, what was announced after Enter,
and what the list is called that K opens, with the words of its row. With `pages KEY=ROLE …`: what can have the focus
after each key, once something of that role is there; `Escape` in front closes what was open.
"""

import json
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  # the version is to be said first

PATIENCE = 60.0
NOTHING_MORE = 800  # ms
CELLS = {"table cell", "list item", "column header", "row header", "table column header", "table row header"}


def children(one):
    found = (one.get_child_at_index(at) for at in range(one.get_child_count()))
    return [child for child in found if child is not None]


def objects(one):
    """All that are on the screen, from the top."""
    if one.get_state_set().contains(Atspi.StateType.SHOWING) or one.get_role_name() == "application":
        yield one
        for child in children(one):
            yield from objects(child)


def wait(find):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if (found := find()) is not None:
            return found
        time.sleep(0.1)
    sys.exit("waited in vain")


def program():
    return next((one for one in children(Atspi.get_desktop(0)) if one.get_name() == "annotator"), None)


def reader():
    return next((one for one in objects(program()) if one.get_role_name() == "document frame"), None)


def current():
    """The words of the button for accepting are there once a suggestion is current."""
    names = (one.get_name() for one in objects(program()) if one.get_role_name() == "label")
    return next((name for name in names if name.startswith("offsets")), None)


def listen(loop, heard):
    """Each announcement lets the loop go on for a while; the first one has more time."""
    waiting = [GLib.timeout_add(int(PATIENCE * 1000), loop.quit)]

    def hear(event):
        heard.append(str(event.any_data))
        GLib.source_remove(waiting.pop())
        waiting.append(GLib.timeout_add(NOTHING_MORE, loop.quit))

    listener = Atspi.EventListener.new(hear)
    listener.register("object:announcement")
    return listener


def press(key):
    subprocess.run(["xdotool", "key", key], check=True)


def listed():
    """The name of the list in the dialog that is open, and of a cell of its first row."""
    for one in objects(program()):
        if one.get_role_name() == "table" and one.get_name():
            cell = Atspi.Table.get_accessible_at(Atspi.Accessible.get_table_iface(one), 0, 0)
            return [one.get_name(), cell.get_name()] if cell else None
    return None


def focusable():
    """Role and name of all that can have the focus; of a list or table, it alone and not its cells."""
    held = (one for one in objects(program()) if one.get_state_set().contains(Atspi.StateType.FOCUSABLE))
    return [[one.get_role_name(), one.get_name()] for one in held if one.get_role_name() not in CELLS]


def pages(steps):
    """What can have the focus at the beginning, and after each key."""
    wait(program)
    seen = {"": settled("")}
    for step in steps:
        *closed, last = step.split(" ")
        for key in closed:
            press(key)
            settled("")
        key, _, role = last.partition("=")
        press(key)
        seen[key] = settled(role.replace("-", " "))
    print(json.dumps(seen))


def settled(role):
    """All that can have the focus, as soon as it is the same twice and something of the role is among it."""
    before = None

    def same():
        nonlocal before
        now = focusable()
        is_there = now and now == before and (not role or any(one == role for one, _ in now))
        before = now
        return now if is_there else None

    return wait(same)


def first():
    wait(program)
    wait(reader)
    wait(current)
    heard, loop = [], GLib.MainLoop()
    listener = listen(loop, heard)
    seen = [[one.get_role_name(), one.get_name()] for one in objects(program())]
    text = Atspi.Accessible.get_text_iface(reader())
    count = Atspi.Text.get_character_count(text)
    read = {
        "text": Atspi.Text.get_text(text, 0, count),
        "caret": Atspi.Text.get_caret_offset(text),
        "selected": Atspi.Text.get_n_selections(text),
    }
    press("Return")
    loop.run()
    listener.deregister("object:announcement")
    press("k")
    print(json.dumps({"objects": seen, "heard": heard, "listed": wait(listed), **read}))


Atspi.init()
first() if sys.argv[1] == "first" else pages(sys.argv[2:])
