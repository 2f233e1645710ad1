import { sql } from 'kysely'
import type { Services } from '#kernel/services.ts'

/** Takes away an account that was made a moment ago for a membership that then could not be written. */
export const removeUser = ({ db }: Pick<Services, 'db'>, userId: string) =>
  sql`with gone as (delete from auth.session where "userId" = ${userId}), without as (delete from auth.account where "userId" = ${userId})
    delete from auth."user" where id = ${userId}`.execute(db)
