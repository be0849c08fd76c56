/** Loaded into a server before it starts: on SIGUSR2 it is 100 days later for it. */
let ahead = 0
const { now } = Date

globalThis.Date = new Proxy(Date, {
  construct: (target, given, made) => Reflect.construct(target, given.length > 0 ? given : [now() + ahead], made),
  get: (target, key) => (key === 'now' ? () => now() + ahead : Reflect.get(target, key)),
})

process.on('SIGUSR2', () => {
  ahead += 100 * 86_400_000
  process.stdout.write('The clock was turned\n')
})
