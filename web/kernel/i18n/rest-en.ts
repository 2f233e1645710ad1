export default import.meta.glob(
  ['../../../locales/en/*.json', '!../../../locales/en/{app,kit,nav,problems,shortcuts,today}.json'],
  { eager: true, import: 'default' },
)
