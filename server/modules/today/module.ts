import { todayRoutes } from '#contract/today.ts'
import { defineModule } from '#kernel/module.ts'
import { dismissChecklist } from './checklist.ts'
import { listFunnelContacts, readFunnel } from './reports/funnel.ts'
import { listSourceContacts, readSources } from './reports/sources.ts'
import { listWonDeals, readWon } from './reports/won.ts'
import { readToday } from './today.ts'

export default defineModule({
  name: 'today',
  routes: todayRoutes,
  handlers: {
    'GET /today': readToday,
    'POST /today/checklist-dismissal': dismissChecklist,
    'GET /reports/funnel': readFunnel,
    'GET /reports/funnel/contacts': listFunnelContacts,
    'GET /reports/sources': readSources,
    'GET /reports/sources/contacts': listSourceContacts,
    'GET /reports/won': readWon,
    'GET /reports/won/deals': listWonDeals,
  },
})
