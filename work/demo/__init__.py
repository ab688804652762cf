"""The demo: two unions at work, told through the same actions the screens use, so that its history is real."""
