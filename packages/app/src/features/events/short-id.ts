/** What machines make up: its end tells two apart. */
const random = /[0-9a-f-]{16,}$/i
const room = 22

/** An id as short as a table allows: of a random one the end, of what somebody named the beginning. */
export function shortId(id: string): string {
  if (id.length > 12 && random.test(id)) return `…${id.slice(-6)}`
  return id.length > room ? `${id.slice(0, room - 1)}…` : id
}
