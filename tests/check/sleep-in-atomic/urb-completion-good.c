// SPDX-License-Identifier: GPL-2.0-only
/*
 * URB completions run in softirq or hardirq; this one resubmits with GFP_ATOMIC.
 */
#include <linux/slab.h>
#include <linux/usb.h>

struct gnss_usb {
	struct usb_device *udev;
	struct urb *urb;
	u8 *buf;
	unsigned long bytes;
};

static void gnss_rx_complete(struct urb *urb)
{
	struct gnss_usb *gnss = urb->context;
	int err;

	if (urb->status)
		return;
	gnss->bytes += urb->actual_length;
	err = usb_submit_urb(urb, GFP_ATOMIC);
	if (err)
		dev_err(&gnss->udev->dev, "resubmission failed: %d\n", err);
}

static int gnss_probe(struct usb_interface *intf, const struct usb_device_id *id)
{
	struct gnss_usb *gnss;

	gnss = devm_kzalloc(&intf->dev, sizeof(*gnss), GFP_KERNEL);
	if (!gnss)
		return -ENOMEM;
	gnss->udev = interface_to_usbdev(intf);
	gnss->buf = devm_kmalloc(&intf->dev, 512, GFP_KERNEL);
	if (!gnss->buf)
		return -ENOMEM;
	gnss->urb = usb_alloc_urb(0, GFP_KERNEL);
	if (!gnss->urb)
		return -ENOMEM;
	usb_fill_bulk_urb(gnss->urb, gnss->udev, usb_rcvbulkpipe(gnss->udev, 1), gnss->buf, 512,
			  gnss_rx_complete, gnss);
	usb_set_intfdata(intf, gnss);
	return usb_submit_urb(gnss->urb, GFP_KERNEL);
}

static void gnss_disconnect(struct usb_interface *intf)
{
	struct gnss_usb *gnss = usb_get_intfdata(intf);

	usb_kill_urb(gnss->urb);
	usb_free_urb(gnss->urb);
}

static struct usb_driver gnss_driver = {
	.name = "gnss-usb-twin",
	.probe = gnss_probe,
	.disconnect = gnss_disconnect,
};

/*
 * unspin-test
 * expect-nothing
 */
