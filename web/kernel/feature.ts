import type { Icon } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { Permission } from '#contract/permissions.ts'

/** The left bar, in the order of the customer's journey. */
export const sections = [
  'today',
  'customers',
  'messages',
  'sales',
  'catalog',
  'alliance',
  'results',
  'settings',
] as const
export type Section = (typeof sections)[number]

/** Headings of the menu inside the settings. */
export const settingsGroups = ['company', 'rules', 'system'] as const

type Screen = () => Promise<{ default: ComponentType }>

export type NavItem = {
  section: Section
  to: string
  /** Key of the words, such as `nav.items.contacts`. */
  label: string
  icon: Icon
  permission?: Permission
  order: number
  /** Letter after `g` that leads here. */
  goto?: string
  /** Other addresses that belong to this entry. */
  also?: readonly string[]
  /** In the section `settings`: the heading it stands under; `company` when not said. */
  group?: (typeof settingsGroups)[number]
}
export type ScreenRoute = {
  /** `/contacts/:id` */
  path: string
  load: Screen
  permission?: Permission
  /** `false`: without the frame and without signing in. */
  shell?: boolean
}
export type Command = {
  id: string
  label: string
  icon: Icon
  permission?: Permission
  /** Key of further words that the palette finds it by. */
  words?: string
  /** Also stands in the profile menu (sign out, my account). */
  profile?: boolean
  run: (context: { go: (to: string) => void }) => void
}
export type CreateProps = { onClose: () => void }
export type CreateEntry = {
  id: string
  label: string
  icon: Icon
  permission?: Permission
  load: () => Promise<{ default: ComponentType<CreateProps> }>
}
export type Widget = {
  /** Where it stands: `today`, `topbar`, or a place that another feature names. */
  slot: string
  order: number
  permission?: Permission
  // biome-ignore lint/suspicious/noExplicitAny: the slot's owner decides the props
  load: () => Promise<{ default: ComponentType<any> }>
}
export type Feature = {
  /** The noun; also the name of its words file. */
  name: string
  nav?: readonly NavItem[]
  routes?: readonly ScreenRoute[]
  create?: readonly CreateEntry[]
  commands?: readonly Command[]
  widgets?: readonly Widget[]
  /** Event (`deal.won`), its noun (`deal`) or `*` → prefixes of the routes to refresh when it happens. */
  live?: Readonly<Record<string, readonly string[]>>
}

export const defineFeature = (feature: Feature): Feature => feature
