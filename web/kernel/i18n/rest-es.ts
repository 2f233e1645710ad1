export default import.meta.glob(
  ['../../../locales/es/*.json', '!../../../locales/es/{app,kit,nav,problems,rules,shortcuts,today}.json'],
  { eager: true, import: 'default' },
)
