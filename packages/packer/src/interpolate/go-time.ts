const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** Every element of a Go layout, longest first; the reference time is Mon Jan 2 15:04:05 MST 2006. */
const elements =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|2006|_2(?!006)|__2|002|0[1-6]|15|[12345]|PM|pm|[Z-]07:00:00|[Z-]070000|[Z-]07:00|[Z-]0700|[Z-]07|[.,](?:0+|9+)(?!\d)/g;

/** Go's time.Format in UTC; RFC 3339 is `2006-01-02T15:04:05Z07:00`. */
export function formatGoTime(at: Date, layout: string): string {
  return layout.replace(elements, (element) => formatElement(at, element));
}

function formatElement(at: Date, element: string): string {
  const month = at.getUTCMonth();
  const hour12 = at.getUTCHours() % 12 === 0 ? 12 : at.getUTCHours() % 12;
  switch (element) {
    case 'January':
      return months[month] ?? '';
    case 'Jan':
      return (months[month] ?? '').slice(0, 3);
    case 'Monday':
      return weekdays[at.getUTCDay()] ?? '';
    case 'Mon':
      return (weekdays[at.getUTCDay()] ?? '').slice(0, 3);
    case 'MST':
      return 'UTC';
    case '2006':
      return String(at.getUTCFullYear()).padStart(4, '0');
    case '06':
      return two(at.getUTCFullYear() % 100);
    case '01':
      return two(month + 1);
    case '1':
      return String(month + 1);
    case '02':
      return two(at.getUTCDate());
    case '_2':
      return String(at.getUTCDate()).padStart(2);
    case '2':
      return String(at.getUTCDate());
    case '002':
      return String(dayOfYear(at)).padStart(3, '0');
    case '__2':
      return String(dayOfYear(at)).padStart(3);
    case '15':
      return two(at.getUTCHours());
    case '03':
      return two(hour12);
    case '3':
      return String(hour12);
    case '04':
      return two(at.getUTCMinutes());
    case '4':
      return String(at.getUTCMinutes());
    case '05':
      return two(at.getUTCSeconds());
    case '5':
      return String(at.getUTCSeconds());
    case 'PM':
      return at.getUTCHours() < 12 ? 'AM' : 'PM';
    case 'pm':
      return at.getUTCHours() < 12 ? 'am' : 'pm';
    default:
      return formatZoneOrFraction(at, element);
  }
}

function formatZoneOrFraction(at: Date, element: string): string {
  if (element.startsWith('Z')) return 'Z';
  if (element.startsWith('-')) return `+${element.slice(1).replace(/\d/g, '0')}`;
  const digits = String(at.getUTCMilliseconds())
    .padStart(3, '0')
    .padEnd(9, '0')
    .slice(0, element.length - 1);
  if (element[1] === '0') return `${element.charAt(0)}${digits}`;
  const trimmed = digits.replace(/0+$/, '');
  return trimmed === '' ? '' : `${element.charAt(0)}${trimmed}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function dayOfYear(at: Date): number {
  return Math.floor((at.getTime() - Date.UTC(at.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
}
