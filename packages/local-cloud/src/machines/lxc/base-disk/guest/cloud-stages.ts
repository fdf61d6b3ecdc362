import type { GuestFile } from './guest-file.ts';

const program = '/usr/lib/imago/cloud-stages';

/**
 * Runs the four stages of cloud-init in one process, as cloud-init does by itself from 24.3 on: starting Python
 * and loading the modules four times was half a second of every first boot.
 *
 * The local stage's unit holds the process. The units of the other stages keep their place in the boot order:
 * each says through a pipe that it has been reached and ends with the exit code that comes back.
 */
export function cloudStages(): readonly GuestFile[] {
  return [
    { path: program, executable: true, content: stagesProgram },
    {
      path: '/etc/systemd/system/cloud-init-local.service.d/imago.conf',
      content: `[Service]
Type=notify
ExecStart=
ExecStart=${program}
# What user data starts must survive the end of the stages.
KillMode=process
TasksMax=infinity
`,
    },
    ...['init', 'config', 'final'].map((stage) => ({
      path: `/etc/systemd/system/cloud-${stage}.service.d/imago.conf`,
      content: `[Unit]
BindsTo=cloud-init-local.service
After=cloud-init-local.service
[Service]
ExecStart=
ExecStart=/bin/sh -c 'echo >/run/cloud-init/imago/${stage}.reached; read code </run/cloud-init/imago/${stage}.done; exit $code'
`,
    })),
  ];
}

const stagesProgram = `#!/usr/bin/python3 -I
"""All stages of cloud-init in one interpreter; written by imago."""
import gc
import os
import socket
import sys
import traceback

# Short-lived: collecting garbage costs more than the memory.
gc.disable()

import yaml

# The stages read their configuration a hundred times; libyaml does it ten times as fast.
if hasattr(yaml, "CSafeLoader"):
    yaml.SafeLoader = yaml.CSafeLoader

from cloudinit.cmd.main import main

PIPES = "/run/cloud-init/imago"
STAGES = {
    "init": ["init"],
    "config": ["modules", "--mode=config"],
    "final": ["modules", "--mode=final"],
}


def run(arguments):
    """Runs one stage; puts back stdout and stderr, which every stage sends through a tee of its own."""
    out, err = os.dup(1), os.dup(2)
    try:
        code = main(["cloud-init", *arguments]) or 0
    except Exception:  # and not SystemExit: that is SIGTERM, at a shutdown in the middle of the boot
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.close(out)
    os.close(err)
    return code if isinstance(code, int) else 1


def tell_systemd(notify):
    if not notify:
        return
    address = "\\0" + notify[1:] if notify.startswith("@") else notify
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.connect(address)
        sock.send(b"READY=1")


# Not for the children: they would speak to systemd in our name.
notify = os.environ.pop("NOTIFY_SOCKET", None)
os.makedirs(PIPES, 0o700, exist_ok=True)
for stage in STAGES:
    for end in ("reached", "done"):
        path = f"{PIPES}/{stage}.{end}"
        if os.path.exists(path):
            os.unlink(path)
        os.mkfifo(path, 0o600)
# cloud-init's generator does this, which is masked: whether cloud-init runs was settled when the disk was made.
open("/run/cloud-init/enabled", "a").close()
local = run(["init", "--local"])
tell_systemd(notify)
for stage, arguments in STAGES.items():
    with open(f"{PIPES}/{stage}.reached") as pipe:
        pipe.read()
    code = run(arguments)
    with open(f"{PIPES}/{stage}.done", "w") as pipe:
        pipe.write(f"{code}\\n")
sys.exit(local)
`;
