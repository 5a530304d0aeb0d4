"""What Stripe Billing does by itself: periods, prorations, invoices, renewals and what follows a failed payment."""
