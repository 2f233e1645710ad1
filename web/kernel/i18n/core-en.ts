/** The words that the first screen needs; the rest comes right after it. The noun lists of all four files are the same. */
export default import.meta.glob('../../../locales/en/{app,kit,nav,problems,shortcuts,today}.json', {
  eager: true,
  import: 'default',
})
