import { accountRoutes } from '#contract/accounts.ts'
import { defineModule } from '#kernel/module.ts'
import { closeAuth } from './auth-of.ts'
import { readMe } from './me.ts'
import { isSetupNeeded, setUp } from './setup.ts'

export default defineModule({
  name: 'accounts',
  routes: accountRoutes,
  handlers: {
    'GET /setup': async (ctx) => ({ needed: await isSetupNeeded(ctx) }),
    'POST /setup': setUp,
    'GET /me': readMe,
  },
  start: async (services) => () => closeAuth(services),
})
