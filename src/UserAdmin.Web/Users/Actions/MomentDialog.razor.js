// The zone that the person's clock shows, by its IANA name.
export function timeZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
