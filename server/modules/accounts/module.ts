import { accountRoutes } from '#contract/accounts.ts'
import { defineModule } from '#kernel/module.ts'
import { acceptInvitation, previewInvitation } from './accept-invitation.ts'
import { listKeys, makeKey, revokeKey } from './api-keys.ts'
import { closeAuth } from './auth-of.ts'
import { createDepartment, deleteDepartment, listDepartments, renameDepartment } from './departments.ts'
import { createInvitation, listInvitations, resendInvitation, revokeInvitation } from './invitations.ts'
import { thenForgetKeys } from './known-keys.ts'
import { patchMe, readMe } from './me.ts'
import { changePassword, requestReset, resetPassword } from './passwords.ts'
import { listMembers, readMember } from './read-members.ts'
import { createRole, deleteRole, listRoles, patchRole, syncBuiltInRoles } from './roles.ts'
import { endOneSession, endOtherSessions, listSessions } from './sessions.ts'
import { nationalHolidays, patchSettings, readSettings } from './settings.ts'
import { isSetupNeeded, setUp } from './setup.ts'
import { signIn, signOut, verifySignIn } from './sign-in.ts'
import { beginTwoFactor, confirmTwoFactor, readTwoFactor, removeTwoFactor, renewBackupCodes } from './two-factor.ts'
import { listWorkspaces, switchWorkspace } from './workspaces.ts'
import { patchMember, removeMember, restoreMember } from './write-members.ts'

export default defineModule({
  name: 'accounts',
  routes: accountRoutes,
  handlers: {
    'GET /setup': async (ctx) => ({ needed: await isSetupNeeded(ctx) }),
    'POST /setup': setUp,
    'POST /sessions': signIn,
    'POST /sessions/verification': verifySignIn,
    'DELETE /sessions/current': signOut,
    'GET /sessions': listSessions,
    'DELETE /sessions': endOtherSessions,
    'DELETE /sessions/:id': endOneSession,
    'POST /password-resets': requestReset,
    'PUT /password-resets/:token': resetPassword,
    'GET /me': readMe,
    'PATCH /me': patchMe,
    'PUT /me/password': changePassword,
    'PUT /me/workspace': switchWorkspace,
    'GET /me/two-factor': readTwoFactor,
    'POST /me/two-factor': beginTwoFactor,
    'PUT /me/two-factor': confirmTwoFactor,
    'POST /me/two-factor/removal': removeTwoFactor,
    'POST /me/two-factor/backup-codes': renewBackupCodes,
    'GET /workspaces': listWorkspaces,
    'GET /settings': readSettings,
    'PATCH /settings': patchSettings,
    'GET /settings/national-holidays': nationalHolidays,
    'GET /members': listMembers,
    'GET /members/:id': ({ db, actor }, { params }) => readMember(db, actor.workspaceId, params.id),
    'PATCH /members/:id': thenForgetKeys(patchMember),
    'DELETE /members/:id': thenForgetKeys(removeMember),
    'POST /members/:id/restoration': thenForgetKeys(restoreMember),
    'GET /invitations': listInvitations,
    'POST /invitations': createInvitation,
    'POST /invitations/:id/delivery': resendInvitation,
    'DELETE /invitations/:id': revokeInvitation,
    'GET /invitations/:token': previewInvitation,
    'POST /invitations/:token/acceptance': acceptInvitation,
    'GET /departments': listDepartments,
    'POST /departments': createDepartment,
    'PATCH /departments/:id': renameDepartment,
    'DELETE /departments/:id': deleteDepartment,
    'GET /roles': listRoles,
    'POST /roles': createRole,
    'PATCH /roles/:id': thenForgetKeys(patchRole),
    'DELETE /roles/:id': thenForgetKeys(deleteRole),
    'GET /api-keys': listKeys,
    'POST /api-keys': makeKey,
    'DELETE /api-keys/:id': thenForgetKeys(revokeKey),
  },
  start: async (services) => {
    await syncBuiltInRoles(services.db)
    return () => closeAuth(services)
  },
})
