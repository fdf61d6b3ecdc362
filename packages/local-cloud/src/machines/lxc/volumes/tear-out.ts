import { run } from '../../run.ts';

/**
 * `FS_IOC_SHUTDOWN` of ext4 and xfs, with the flag that writes nothing more: from now on whoever reads or writes the
 * file system gets an I/O error, as on a disk that was pulled out.
 */
const shutdown = `open(my $fs, '<', $ARGV[0]) or die $!;
my $nothing = pack('L', 2);
ioctl($fs, 0x8004587D, $nothing) or die $!;`;

/** Takes the file system that a running machine, whose init has this pid, has mounted there away from it. */
export async function tearOut(init: number, mountPoint: string): Promise<void> {
  // File systems of other kinds cannot be shut down; what is still open of them is dealt with afterwards.
  await run('perl', ['-e', shutdown, `/proc/${init}/root${mountPoint}`]).catch(() => undefined);
  const unmount = ['umount', '--lazy', mountPoint];
  const enter = ['--target', String(init), '--mount', '--pid'];
  await run('nsenter', [...enter, ...unmount], { timeoutMs: 20_000 }).catch(() => undefined);
}
