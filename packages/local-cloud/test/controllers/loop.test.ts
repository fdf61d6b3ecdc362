import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startLoop } from '../../src/controllers/loop.ts';

describe('startLoop', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('ticks at once, then every 200 ms', async () => {
    const tick = vi.fn(async () => {});
    const loop = startLoop({ one: { tick } }, () => {});
    await vi.advanceTimersByTimeAsync(0);
    expect(tick).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(400);
    expect(tick).toHaveBeenCalledTimes(3);
    await loop.stop();
  });

  it('ticks again at once when poked, once for many pokes, and every 5 ms at most', async () => {
    const tick = vi.fn(async () => {});
    const loop = startLoop({ one: { tick } }, () => {});
    await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(10);
    loop.poke();
    loop.poke();
    await vi.advanceTimersByTimeAsync(0);
    expect(tick).toHaveBeenCalledTimes(2);
    loop.poke();
    await vi.advanceTimersByTimeAsync(4);
    expect(tick).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(tick).toHaveBeenCalledTimes(3);
    await loop.stop();
  });

  it('lets a tick that holds up everything rest for longer, up to 25 ms', async () => {
    let costs = 1;
    const tick = vi.fn(async () => {
      vi.spyOn(performance, 'now').mockReturnValueOnce(performance.now() + costs);
    });
    const loop = startLoop({ one: { tick } }, () => {});
    await vi.advanceTimersByTimeAsync(0);
    loop.poke();
    await vi.advanceTimersByTimeAsync(19);
    expect(tick).toHaveBeenCalledTimes(1);
    costs = 100;
    await vi.advanceTimersByTimeAsync(1);
    expect(tick).toHaveBeenCalledTimes(2);
    loop.poke();
    await vi.advanceTimersByTimeAsync(25);
    expect(tick).toHaveBeenCalledTimes(3);
    await loop.stop();
  });

  it('never overlaps a tick with the next of the same controller, and holds up no other', async () => {
    const endings: (() => void)[] = [];
    const slow = vi.fn(() => new Promise<void>((resolve) => endings.push(resolve)));
    const quick = vi.fn(async () => {});
    const loop = startLoop({ slow: { tick: slow }, quick: { tick: quick } }, () => {});
    await vi.advanceTimersByTimeAsync(0);
    loop.poke();
    await vi.advanceTimersByTimeAsync(1000);
    expect(slow).toHaveBeenCalledTimes(1);
    expect(quick.mock.calls.length).toBeGreaterThan(4);
    endings[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(slow).toHaveBeenCalledTimes(2);
    endings[1]?.();
    await loop.stop();
  });

  it('logs a failure and goes on, not faster than every 200 ms even if the controller pokes', async () => {
    const log = vi.fn();
    const loop = startLoop(
      {
        bad: {
          tick: async () => {
            loop.poke();
            throw new Error('no luck');
          },
        },
      },
      log,
    );
    await vi.advanceTimersByTimeAsync(410);
    expect(log).toHaveBeenCalledTimes(3);
    expect(log).toHaveBeenCalledWith(
      'controller failed',
      expect.objectContaining({ controller: 'bad', error: 'no luck' }),
    );
    await loop.stop();
  });

  it('waits for the ticks that run when it is stopped', async () => {
    let end = (): void => {};
    const loop = startLoop(
      { slow: { tick: () => new Promise<void>((resolve) => (end = resolve)) } },
      () => {},
    );
    await vi.advanceTimersByTimeAsync(0);
    let stopped = false;
    const stopping = loop.stop().then(() => (stopped = true));
    await vi.advanceTimersByTimeAsync(1000);
    expect(stopped).toBe(false);
    end();
    await stopping;
  });
});
