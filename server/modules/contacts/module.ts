import { contactsRoutes } from '#contract/contacts.ts'
import { defineModule } from '#kernel/module.ts'

export default defineModule({
  name: 'contacts',
  routes: contactsRoutes,
  handlers: {},
})
