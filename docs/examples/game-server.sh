#!/bin/sh
# Follows a scene and answers into it, with curl and a shell:
#
#   GATEWAY=http://localhost:8080/gateway TOKEN=... SCENE=... sh game-server.sh
curl -sSN -H "Authorization: Bearer $TOKEN" "$GATEWAY/events?subscribe=messageBus.scene.$SCENE.%3E" |
while read -r line; do
  case $line in
    'data: {"event":"message"'*'"text":'*)
      echo "$line"
      text=${line##*\"text\":\"}
      curl -sS -H "Authorization: Bearer $TOKEN" --data-raw "somebody said ${text%\"\}}" \
        "$GATEWAY/publish/messageBus.scene.$SCENE.echo" ;;
    'data: {'*) echo "$line" ;;
  esac
done
