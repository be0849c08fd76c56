import type { Deps, Scope } from '@quarterdeck/core/kernel'
import { addDocument } from '@quarterdeck/core/knowledge'

type SampleDocument = Pick<Parameters<typeof addDocument>[2], 'type' | 'title' | 'content' | 'tags' | 'category'>

/** What any team might tell its customers, so that questions find something on the first day. */
export const sampleDocuments: readonly SampleDocument[] = [
  {
    ...{ type: 'documentation', title: 'Signing in and passwords', category: 'Account', tags: ['sign-in', 'password'] },
    content: `# Signing in and passwords

## I forgot my password

Choose **Forgot password** on the sign-in page and give your e-mail address. The link that arrives is good for one hour and works once. Look into the spam folder if nothing comes within ten minutes.

## The code does not arrive

Codes are sent by text message and are good for ten minutes. Ask for at most three in a row: after that the phone company holds further ones back for a quarter of an hour.

1. Check that the number on your account page is yours.
2. Wait for two minutes, then ask for the code again.
3. If it still does not come, ask for a person here: we can confirm your address by e-mail instead.

## Signing out everywhere

Your account's page **Sessions** lists every browser that is signed in. End one, or all of them at once, when you have lost a device.`,
  },
  {
    ...{ type: 'product', title: 'Plans and what they include', category: 'Billing', tags: ['plans', 'price'] },
    content: `# Plans and what they include

| Plan | For whom | Includes |
|---|---|---|
| Personal | one person | all features, one project |
| Team | up to 25 people | all features, any number of projects, shared reports |

## Trying it out

Both plans can be tried for fourteen days without a card. Nothing is charged when the trial ends: the account waits until you choose a plan.

## Changing between plans

You can change at any time on the page **Billing**. Going up counts from the same day, and what you have paid already is taken off the price. Going down counts from the next month.`,
  },
  {
    ...{ type: 'policy', title: 'Refunds and cancelling', category: 'Billing', tags: ['refund', 'cancel'] },
    content: `# Refunds and cancelling

## Cancelling

Cancel on the page **Billing**, with two clicks and without giving a reason. You keep what you have paid for until the end of the month, and can come back later: your data is kept for ninety days.

## Refunds

Who cancels within thirty days of the first payment gets all of it back. Ask for it here. The money is on its way within two working days, and on your card about five days later.

Later payments are refunded when something did not work and we could not repair it.`,
  },
  {
    ...{ type: 'faq', title: 'Invoices and payment', category: 'Billing', tags: ['invoice', 'payment'] },
    content: `# Invoices and payment

## Where are my invoices?

On the page **Billing**, as PDF files, from the minute in which a payment went through.

## How can I pay?

By credit card, or by bank transfer for a whole year. A transfer takes up to three working days.

## A payment failed

We try again after three days and tell you by e-mail each time. Nothing is switched off during two weeks. Most often a card has expired: put in the new one on the page **Billing**.

## Can the invoice carry our tax number?

Yes. Put it on the page **Billing** before the payment; invoices that are written already cannot be changed.`,
  },
  {
    ...{ type: 'policy', title: 'Your data', category: 'Privacy', tags: ['privacy', 'data'] },
    content: `# Your data

## What is kept

Your name and e-mail address, what you have with us, and what you do in the product. Browsers that ask not to be tracked are not.

## A copy, or none

You may have a copy of all that is kept about you, and have it erased. Ask for it here: a copy takes a day, erasing is done at once and cannot be undone.`,
  },
  {
    ...{ type: 'service', title: 'When people answer', category: 'Support', tags: ['hours', 'support'] },
    content: `# When people answer

Questions are answered at once where these pages have an answer, which names the page. A person takes over whenever you ask for one.

People are here on weekdays from nine in the morning to six in the evening. What comes in at night or on a weekend is answered on the next weekday before noon.`,
  },
]

/** Adds them, marked as sample: they go with `workspace.removeSample`. */
export async function addSampleDocuments(deps: Deps, scope: Scope): Promise<void> {
  for (const document of sampleDocuments) {
    await addDocument(deps, scope, { ...document, format: 'markdown' }, { origin: 'sample' })
  }
}
