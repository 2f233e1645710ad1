import { createContext, type ReactNode, useContext } from 'react'
import type { Permission } from '#contract/permissions.ts'
import type { ReplyOf } from './api.ts'
import { setClockAhead } from './clock.ts'

export type Me = ReplyOf<'GET /me'>
const Context = createContext<Me | null>(null)

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  setClockAhead(me.workspace.clockOffsetDays)
  return <Context value={me}>{children}</Context>
}

/** The signed-in member, workspace, departments and permissions. Only inside the frame. */
export function useMe(): Me {
  const me = useContext(Context)
  if (!me) throw new Error('useMe is only for screens inside the frame')
  return me
}

/** `can('contacts.write')`: false for everything on signed-out screens. */
export function useCan() {
  const me = useContext(Context)
  return (permission: Permission): boolean => me?.permissions.includes(permission) ?? false
}

export function Can({ permission, children }: { permission: Permission; children: ReactNode }) {
  return useCan()(permission) ? children : null
}
