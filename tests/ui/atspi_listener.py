"""What assistive technology sees of the program: a script for the system's Python, which has the bindings of AT-SPI.

It prints one line of JSON: the objects that are shown, the reader's text, what was announced after a key, and what the
list is called that another key opens, with the words of its row.
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


def main():
    Atspi.init()
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
    press(sys.argv[1])
    loop.run()
    listener.deregister("object:announcement")
    press(sys.argv[2])
    print(json.dumps({"objects": seen, "heard": heard, "listed": wait(listed), **read}))


main()
