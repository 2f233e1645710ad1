/** Who may import whom. `test/architecture.test.ts` plants a violation of each rule to prove that it bites. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'modules-meet-only-in-public',
      severity: 'error',
      from: { path: '^server/modules/([^/]+)/' },
      to: { path: '^server/modules/([^/]+)/', pathNot: ['^server/modules/$1/', '/public\\.ts$'] },
    },
    {
      name: 'kernel-knows-no-module',
      severity: 'error',
      from: { path: '^server/kernel/' },
      to: { path: '^server/(modules|cli|app|main)' },
    },
    {
      name: 'modules-know-no-assembly',
      severity: 'error',
      from: { path: '^server/modules/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(server/(app|main|modules\\.ts|cli)|test|bench|web|tracker)' },
    },
    {
      name: 'contract-is-pure',
      severity: 'error',
      from: { path: '^contract/' },
      to: { pathNot: ['^contract/', '^node_modules/typebox/'] },
    },
    {
      name: 'web-sees-no-server',
      severity: 'error',
      from: { path: '^(web|tracker)/' },
      to: { path: '^(server|test|bench|scripts)/' },
    },
    {
      // The schemas are for the server; the browser needs their types only. The brand is plain data.
      name: 'web-sees-contract-types-only',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^contract/', pathNot: '^contract/(brand|permissions)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'features-do-not-reach-into-each-other',
      severity: 'error',
      from: { path: '^web/kernel/' },
      to: { path: '^web/features/' },
    },
    { name: 'no-orphan-resolution', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|test/guards/planted)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
}
