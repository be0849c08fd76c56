import { z } from 'zod'
import { currencyOf, type Envelope } from './clerk-records.ts'
import type { NewInvoicePayment, NewRefund } from './refunds.ts'
import { base, id, minor, reference, type StripeEvent, text } from './stripe-objects.ts'

// What Stripe says about the money behind invoices and checkouts.

const chargeShape = z.object({
  id,
  /** Until 2025-03-31; since then `invoice_payment` events say which intent paid which invoice. */
  invoice: reference,
  payment_intent: reference,
  customer: reference,
  amount: minor,
  amount_refunded: z.int(),
  currency: text,
})

const invoicePaymentShape = z.object({
  invoice: reference,
  payment: z.object({ payment_intent: reference }).nullish().catch(null),
  amount_paid: minor,
  currency: text,
})

/** A charge tells what went back of it in all, with every refund. */
export function readRefund(event: StripeEvent, envelope: Pick<Envelope, 'workspaceId'>): NewRefund {
  const data = chargeShape.parse(event.data.object)
  return {
    refunded: data.amount_refunded,
    at: new Date(event.created * 1_000),
    payment: {
      ...base(event, envelope),
      providerId: data.invoice ?? data.payment_intent ?? data.id,
      payerSubject: data.customer ?? null,
      status: 'paid',
      amount: data.amount ?? null,
      currency: currencyOf(data.currency),
    },
  }
}

/** Null where an invoice was paid by something else than an intent. */
export function readInvoicePayment(
  event: StripeEvent,
  envelope: Pick<Envelope, 'workspaceId'>,
): NewInvoicePayment | null {
  const data = invoicePaymentShape.parse(event.data.object)
  const intentId = data.payment?.payment_intent
  if (!data.invoice || !intentId) return null
  return {
    intentId,
    payment: {
      ...base(event, envelope),
      providerId: data.invoice,
      status: 'paid',
      amount: data.amount_paid ?? null,
      currency: currencyOf(data.currency),
      invoiceId: data.invoice,
    },
  }
}
