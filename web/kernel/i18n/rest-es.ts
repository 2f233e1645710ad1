export default import.meta.glob(
  ['../../../locales/es/*.json', '!../../../locales/es/{app,kit,nav,problems,shortcuts,today}.json'],
  { eager: true, import: 'default' },
)
