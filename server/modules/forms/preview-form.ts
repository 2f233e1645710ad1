import type { formsRoutes } from '#contract/forms.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Ctx } from '#kernel/http.ts'
import { prepareForm } from './answers.ts'
import { completeDefinition } from './definition.ts'
import { renderForm } from './page/render-form.ts'

type PreviewRoute = (typeof formsRoutes)['POST /forms/preview']

/** The page a visitor would see, from what is not saved yet; made by the same hand as the real one. */
export async function previewForm(_ctx: Ctx, { body }: Input<PreviewRoute>): Promise<Reply<PreviewRoute>> {
  const { name, viewLocale, ...content } = body
  const definition = completeDefinition(content)
  return {
    html: renderForm({
      facing: {
        locale: definition.locale ?? viewLocale,
        formId: '',
        isEmbedded: false,
        theme: 'auto',
        accent: definition.brandColor,
        logoUrl: null,
        redirectUrl: null,
      },
      name,
      prepared: prepareForm(definition),
      action: '',
      carried: {},
      values: {},
      ticked: new Set(),
      errors: [],
    }),
  }
}
