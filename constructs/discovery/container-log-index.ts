import { resourcesSchema, SMALL } from '../../config/schema/resources';
import { images } from '../../config/versions';
import type { ComponentDefinition } from '../core/component';
import { addressOf, connectionTo, findEndpoint } from '../core/context';
import { componentOf } from '../targets/component';
import { ENGINE_LOGS, indexesContainerLogs, LOG_INDEX } from './log-index';

/** Written by every pass, so that a check sees that passes end. */
const HEARTBEAT = `${LOG_INDEX.target}/.updated`;

/**
 * Keeps a tree of links `<container>/<service>/<tier>/<version>/<id>.log` to the engine's log files, as the kubelet does in
 * /var/log/containers: the log files themselves say nothing of a container's name and labels.
 *
 * The engine writes one object per container, `{"Id":…,"Names":["/name"…],…,"Labels":{…}…}`, with quotation marks inside
 * strings escaped, so that splitting at `{"Id":"` and looking for `"label":"` cannot be misled by a label's value.
 *
 * A service is called as Prometheus calls it: by its label, or else by its name in Compose. A value that is no simple name becomes `=` and its
 * base64, with `_` for the slash, which the agent reads; a name of a file has no more than 255 bytes, and a value 180.
 */
const SCRIPT = `set -u
trap 'exit 0' TERM INT
cd "$INDEX" || exit 1
label() { # KEY…: the value of the first of these labels that the container in $line has, or _
  for key; do
    value=$(printf '%s' "$line" | sed -nE 's/.*[{,]"'"$key"'":"(([^"\\\\]|\\\\.)+)"[,}].*/\\1/p' |
      sed 's/\\\\u0026/\\&/g; s/\\\\u003c/</g; s/\\\\u003e/>/g; s/\\\\[nrt]/ /g; s/\\\\\\(.\\)/\\1/g' | cut -c1-180)
    case $value in
      '') continue ;;
      [A-Za-z0-9]*) case $value in *[!A-Za-z0-9_.-]*) ;; *) printf '%s' "$value"; return ;; esac ;;
    esac
    printf '=%s' "$(printf '%s' "$value" | base64 | tr -d '\\n' | tr / _)"
    return
  done
  printf _
}
while :; do
  if wget -q -T 10 -O /tmp/containers "$ENGINE/containers/json?all=true"; then
    sed 's/{"Id":"/\\n&/g' /tmp/containers | grep '^{"Id":"' >/tmp/lines
    : >/tmp/wanted
    while IFS= read -r line; do
      id=$(printf '%s' "$line" | sed -n 's/^{"Id":"\\([0-9a-f]\\{64\\}\\)".*/\\1/p')
      name=$(printf '%s' "$line" | sed -n 's/^{"Id":"[0-9a-f]*","Names":\\["\\/\\([A-Za-z0-9][A-Za-z0-9_.-]*\\)".*/\\1/p')
      [ -n "$id" ] && [ -n "$name" ] || continue
      folder=
      for file in "$LOGS/$id/$id-json.log" "$LOGS/$id/$id-json.log".[0-9] "$LOGS/$id/$id-json.log".[0-9][0-9]; do
        [ -e "$file" ] || continue
        [ -n "$folder" ] || folder=./$name/$(label service 'com[.]docker[.]compose[.]service')/$(label tier)/$(label version)
        link=$folder/$id.log\${file#*-json.log}
        printf '%s\\n' "$link" >>/tmp/wanted
        [ -L "$link" ] || { mkdir -p "$folder" && ln -s "$file" "$link"; }
      done
    done </tmp/lines
    find . -type l | while IFS= read -r link; do grep -qxF "$link" /tmp/wanted || rm -f "$link"; done
    find . -depth -mindepth 1 -type d -exec rmdir {} + 2>/dev/null
    : >"$HEARTBEAT"
  fi
  sleep 3 & wait $!
done
`;

/** Gives the log files of the host's containers names that say whose they are. */
export const containerLogIndex: ComponentDefinition = {
  product: 'container-log-index',
  part: 'collection',
  shapes: (config) => (indexesContainerLogs(config) ? [{ name: 'container-log-index', endpoints: [] }] : []),
  plan: (_, context) => {
    const engine = findEndpoint(context.shapes, 'docker-socket-proxy', 'http');
    return {
      role: 'collection',
      description: "Names the log files of the host's containers after them",
      image: images.busybox,
      entrypoint: ['sh', '-c', SCRIPT],
      environment: {
        INDEX: LOG_INDEX.target,
        HEARTBEAT,
        LOGS: ENGINE_LOGS,
        ENGINE: engine === undefined ? '' : `http://${addressOf(context, engine)}`,
      },
      connections: engine === undefined ? [] : [connectionTo(engine, 'containers')],
      // To link the files that there are, rotated ones too: lines written before a rotation may not have been read yet.
      hostMounts: [{ base: 'data-root', path: 'containers', target: ENGINE_LOGS }],
      sharedMounts: [{ ...LOG_INDEX, readOnly: false }],
      // The engine's files are closed to everybody but root, who has no capability here.
      user: '0:0',
      resources: resourcesSchema(SMALL).parse({}),
      healthCheck: { command: ['sh', '-c', `[ -n "$(find ${HEARTBEAT} -mmin -1)" ]`] },
    };
  },
};

/** Deploys the index of container logs into the target of its scope. */
export class ContainerLogIndex extends componentOf(containerLogIndex) {}
