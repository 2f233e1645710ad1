import type { Events } from '#contract/index.ts'
import type { Routes } from '#contract/kit.ts'
import type { FastLane } from './fast-lane.ts'
import type { Handlers } from './http.ts'
import type { Job } from './jobs.ts'
import type { Services } from './services.ts'
import type { Upgrade } from './upgrades.ts'

/** Recurring work: run every `minutes`, once for the whole installation. The job gets an empty payload. */
export type Recurring = { job: Job<Record<string, never>>; minutes: number }

export type Module<R extends Routes = Routes, P extends Routes = Routes> = {
  name: string
  /** Below `/api/v1`. */
  routes?: R
  handlers?: Handlers<R>
  /** At the root, for visitors: `/f/:formId`, `/e` … */
  publicRoutes?: P
  publicHandlers?: Handlers<P>
  /** A public POST of this module that is answered before the framework. */
  fastLane?: (services: Services) => FastLane
  /** Connections that go on as WebSockets at an address of this module. */
  upgrade?: (services: Services) => Upgrade
  jobs?: readonly Job<never>[]
  on?: { [N in keyof Events]?: readonly Job<never>[] }
  every?: readonly Recurring[]
  /** Held resources of the process (listeners, batchers): start, and stop on shutdown after requests have ended. */
  start?: (services: Services) => Promise<() => Promise<void>>
}

export const defineModule = <R extends Routes, P extends Routes>(module: Module<R, P>): Module =>
  module as unknown as Module
