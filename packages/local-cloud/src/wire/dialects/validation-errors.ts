/** The message with which AWS's own validation refuses inputs without their required members. */
export function missingMembersMessage(names: readonly string[]): string {
  const problems = names.map(
    (name) => `Value null at '${uncapitalise(name)}' failed to satisfy constraint: Member must not be null`,
  );
  return `${names.length} validation error${names.length > 1 ? 's' : ''} detected: ${problems.join('; ')}`;
}

/** AWS's validation names members with a small first letter. */
export function uncapitalise(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
