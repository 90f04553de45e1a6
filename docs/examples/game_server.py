#!/usr/bin/env python3
"""Follows a scene and answers into it. Nothing but Python 3 is needed: events by Server-Sent Events, answers by POST.

    GATEWAY=http://localhost:8080/gateway TOKEN=... SCENE=... python3 game_server.py
"""
import json
import os
import urllib.request

GATEWAY, SCENE = os.environ["GATEWAY"], os.environ["SCENE"]
AUTHORIZATION = {"Authorization": "Bearer " + os.environ["TOKEN"]}


def call(path, body=None, **headers):
    return urllib.request.urlopen(
        urllib.request.Request(GATEWAY + path, body, {**AUTHORIZATION, **headers})
    )


def answer(name, text):
    call(f"/publish/messageBus.scene.{SCENE}.{name}", text.encode()).close()


last = ""
while True:  # again after an end, from where it was
    with call(f"/events?subscribe=messageBus.scene.{SCENE}.%3E", **{"Last-Event-ID": last}) as events:
        for line in events:
            if line.startswith(b"id: "):
                last = line[4:].strip().decode()
            elif line.startswith(b"data: "):
                event = json.loads(line[6:])
                print(event["event"], event.get("sender", ""), event.get("text", ""), flush=True)
                if event["event"] == "message" and "text" in event:
                    answer("echo", event.get("sender", "a server") + " said " + event["text"])
