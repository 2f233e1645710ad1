import {
  IconBriefcase2,
  IconChartBar,
  IconHeartHandshake,
  IconHome2,
  IconPackage,
  IconSend,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react'
import { useRouterState } from '@tanstack/react-router'
import type { NavItem, Section } from '../feature.ts'
import { useNavigation } from '../registry.tsx'

export type SectionGroup = { section: Section; items: NavItem[] }

export const sectionIcons = {
  today: IconHome2,
  customers: IconUsers,
  messages: IconSend,
  sales: IconBriefcase2,
  catalog: IconPackage,
  alliance: IconHeartHandshake,
  results: IconChartBar,
  settings: IconSettings,
} as const satisfies Record<Section, unknown>

/** Whether the address belongs to an entry: the longest entry that it starts with, so `/deals/board` is not also `/deals`. */
export function useIsHere() {
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const all = useNavigation().flatMap((group) => group.items.map((item) => item.to))
  const fits = (to: string) => (to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`))
  const best = all.filter(fits).sort((a, b) => b.length - a.length)[0]
  return (to: string) => to === best
}
