export { addMember } from './accept-invitation.ts'
export { migrateAuth } from './auth.ts'
export { authenticate, sessionOf } from './authenticate.ts'
export { askCalendarAnd, calendarOf } from './calendar.ts'
export { keyActions, userActions } from './cli.ts'
export { createAccount } from './create-account.ts'
export { type CreatedWorkspace, createWorkspace, type DepartmentKey } from './create-workspace.ts'
export { thenForgetKeys } from './known-keys.ts'
export {
  activeMembers,
  bothTeams,
  departmentMembers,
  type MemberInfo,
  membersById,
  membersWho,
} from './member-lookup.ts'
export { removeUser } from './remove-user.ts'
export { type Seed, seedWorkspace, setSeeds } from './seeds.ts'
export { readSetting, writeSetting } from './setting-store.ts'
export { isSetupNeeded } from './setup.ts'
