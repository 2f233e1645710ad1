import activities from './features/activities/feature.ts'
import deals from './features/deals/feature.ts'
import forms from './features/forms/feature.ts'
import notifications from './features/notifications/feature.ts'
import platform from './features/platform/feature.ts'
import results from './features/results/feature.ts'
import tasks from './features/tasks/feature.ts'
import today from './features/today/feature.ts'
import type { Feature } from './kernel/feature.ts'

/** Every feature of the app; the order decides nothing. */
export const features: readonly Feature[] = [activities, deals, forms, notifications, platform, results, tasks, today]
