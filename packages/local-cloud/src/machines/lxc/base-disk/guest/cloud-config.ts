import type { Release } from '../releases.ts';
import type { GuestFile } from './guest-file.ts';

/**
 * Configures cloud-init as Debian's AMIs do (user `admin`, EC2 data source), without the modules that can do
 * nothing in a container (boot loader, disk growing, snap, ...): loading them was a third of the first boot.
 */
export function cloudConfig(release: Release): readonly GuestFile[] {
  const old = release.name === 'debian-11';
  const deferred = old ? '' : '  - write-files-deferred\n';
  return [
    {
      path: '/etc/cloud/cloud.cfg',
      content: `# Written by imago: Debian's defaults for EC2, cut down to what a container can use.
users:
  - default
disable_root: true
preserve_hostname: false
manage_etc_hosts: true
# Equal to what the disk has already, so that no module changes anything for it.
locale: C.UTF-8
# An RSA key takes 0.4 s of CPU time to make.
ssh_genkeytypes: [ed25519, ecdsa]
# The address is given from outside before init starts.
network:
  config: disabled
apt:
  preserve_sources_list: true
datasource_list: [Ec2]
datasource:
  Ec2:
    strict_id: false
    metadata_urls: ["http://169.254.169.254"]
    # The local cloud may be starting again just now: ask often and for long.
    timeout: 3
    max_wait: 120
cloud_init_modules:
  - seed_random
  - bootcmd
  - write-files
  - disk_setup
  - mounts
  - set_hostname
  - update_hostname
  - update_etc_hosts
  - ca-certs
  - users-groups
  - ssh
cloud_config_modules:
  - ssh-import-id
  - locale
  - set-passwords
  - apt-configure
  - ntp
  - timezone
  - runcmd
cloud_final_modules:
  - package-update-upgrade-install
${deferred}  - scripts-vendor
  - scripts-per-once
  - scripts-per-boot
  - scripts-per-instance
  - scripts-user
  - phone-home
  - final-message
  - power-state-change
system_info:
  distro: debian
  default_user:
    name: admin
    lock_passwd: true
    gecos: Debian
    groups: [adm, audio, cdrom, dialout, dip, floppy, plugdev, sudo, video]
    sudo: ["ALL=(ALL) NOPASSWD:ALL"]
    shell: /bin/bash
  paths:
    cloud_dir: /var/lib/cloud/
    templates_dir: /etc/cloud/templates/
  ssh_svcname: ssh
`,
    },
    {
      path: '/etc/cloud/cloud.cfg.d/05_logging.cfg',
      content: `# Written by imago: as it comes, but INFO instead of DEBUG (5,000 lines less at a first boot).
_log:
  - &base |
    [loggers]
    keys=root,cloudinit
    [handlers]
    keys=console,file
    [formatters]
    keys=plain
    [logger_root]
    level=INFO
    handlers=console,file
    [logger_cloudinit]
    level=INFO
    qualname=cloudinit
    handlers=
    propagate=1
    [handler_console]
    class=StreamHandler
    level=WARNING
    formatter=plain
    args=(sys.stderr,)
    [formatter_plain]
    format=%(asctime)s - %(filename)s[%(levelname)s]: %(message)s
  - &file |
    [handler_file]
    class=FileHandler
    level=INFO
    formatter=plain
    args=('/var/log/cloud-init.log', 'a', 'UTF-8')
log_cfgs:
  - [*base, *file]
output: {all: '| tee -a /var/log/cloud-init-output.log'}
`,
    },
    {
      path: '/usr/lib/python3/dist-packages/DataSourceEc2.py',
      content: `# Written by imago. cloud-init looks for data sources at the top level before its own package.
# In a container it does not read the DMI table and so takes no cloud for AWS; then it would ask for no
# IMDSv2 token. This data source is cloud-init's own and only says which cloud it is in.
from cloudinit import sources
from cloudinit.sources import DataSourceEc2 as ec2


class DataSourceEc2(ec2.DataSourceEc2):
    def _get_cloud_name(self):
        return ec2.CloudNames.AWS

    # The network is set from outside before init starts; asking for it here fetches everything once more.
    network_config = None


datasources = [(DataSourceEc2, (sources.DEP_FILESYSTEM, sources.DEP_NETWORK))]


def get_datasource_list(depends):
    return sources.list_from_depends(depends, datasources)
`,
    },
  ];
}
