/** A label of a name: octal escapes stand for bytes that are no letters, digits, dashes or underscores. */
const LABEL = /^(?:[a-z0-9_-]|\\[0-7]{3}){1,255}$/;

/**
 * A domain name as Route 53 keeps and shows it: in small letters, with its last dot, unusual characters as `\052`;
 * undefined where it is none. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
 */
export function readDomainName(text: string): string | undefined {
  const labels = text.toLowerCase().replace(/\.$/, '').split('.').map(escapeLabel);
  const name = `${labels.join('.')}.`;
  const fits = labels.every((label) => LABEL.test(label) && unescapedLength(label) <= 63);
  return fits && unescapedLength(name) <= 255 ? name : undefined;
}

/** Compares names with their labels in reverse (`com.example.www.`), which is the order of Route 53's listings. */
export function compareNames(one: string, other: string): number {
  const [a, b] = [reversed(one), reversed(other)];
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Whether a name is the zone's own or lies below it. */
export function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

function reversed(name: string): string {
  return `${name.replace(/\.$/, '').split('.').toReversed().join('.')}.`;
}

function escapeLabel(label: string): string {
  return label.replace(
    /[^a-z0-9_\\-]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
}

function unescapedLength(text: string): number {
  return text.replace(/\\\d{3}/g, '?').length;
}
