import { clearSubscribers, subscribe } from './events.ts'
import { deliverMail } from './mail.ts'
import type { Module } from './module.ts'

/** Wires subscribers and asserts at boot what types cannot: unique job names, every subscriber listed. */
export function registerModules(modules: readonly Module[]) {
  clearSubscribers()
  const names = new Set<string>([deliverMail.name])
  for (const module of modules) {
    for (const job of module.jobs ?? []) {
      if (names.has(job.name) && job.name !== deliverMail.name) throw new Error(`two jobs are named ${job.name}`)
      names.add(job.name)
    }
    for (const [event, jobs] of Object.entries(module.on ?? {})) {
      for (const job of jobs)
        if (!module.jobs?.includes(job)) throw new Error(`${module.name} subscribes ${job.name} but does not list it`)
      subscribe(event, jobs)
    }
  }
}
