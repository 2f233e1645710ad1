import { type CampaignCheck, type CheckName, checkNames } from '#contract/campaign-checks.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Locale, translate } from '#kernel/i18n.ts'
import { type Facts, readFacts } from './facts.ts'
import type { Finding } from './finding.ts'
import { judges } from './judges.ts'
import { overrideOf } from './read-overrides.ts'

/** The twelve checks in their order, in one language. A blocking check that managers have set aside is `overridden`. */
export async function runChecks(
  db: Db | Tx,
  workspaceId: string,
  id: string,
  at: Date,
  locale: Locale,
): Promise<CampaignCheck[]> {
  return judgeChecks(await readFacts(db, workspaceId, id, at), locale)
}

function judgeChecks(facts: Facts, locale: Locale): CampaignCheck[] {
  return checkNames.map((check) => {
    const finding = judges[check](facts, locale)
    const override = overrideOf(facts.signed, check, finding.found ?? {})
    const isOverridden = finding.state === 'block' && override?.inForce
    return {
      check,
      state: isOverridden ? 'overridden' : finding.state,
      message: say(locale, check, finding),
      fixUrl: finding.fixUrl,
      detail: { ...finding.detail, ...(override && { override }) },
    }
  })
}

const say = (locale: Locale, check: CheckName, { word, params = {} }: Finding) =>
  translate(locale, `campaigns.checks.${check}.${word}`, params)
