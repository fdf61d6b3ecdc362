/** What a refused request is expected to look like. */
export function refusal(name: string, status: number): object {
  return { name, $metadata: { httpStatusCode: status } };
}
