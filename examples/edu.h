/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The plumbing of QEMU's educational PCI device (-device edu), shared by the
 * example drivers: each of them is about its locks and nothing else.
 *
 * The device raises its interrupt when a word is written to EDU_IRQ_RAISE, and
 * holds it until the same bits are written to EDU_IRQ_ACK (QEMU, docs/specs/edu).
 */
#ifndef UNSPIN_EXAMPLES_EDU_H
#define UNSPIN_EXAMPLES_EDU_H

#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>

#define EDU_IRQ_STATUS 0x24
#define EDU_IRQ_RAISE 0x60
#define EDU_IRQ_ACK 0x64

#define EDU_ID PCI_DEVICE(0x1234, 0x11e8)

struct edu {
	void __iomem *regs;
	int irq;
	struct miscdevice misc; /* /dev/edu */
};

/* Switch the device on, map its registers and find its interrupt, all until unbind. */
static inline int edu_enable(struct pci_dev *pdev, struct edu *edu)
{
	int err;

	err = pcim_enable_device(pdev);
	if (err)
		return err;
	err = pcim_iomap_regions(pdev, BIT(0), "edu");
	if (err)
		return err;
	edu->regs = pcim_iomap_table(pdev)[0];
	pci_set_master(pdev);
	err = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
	if (err < 0)
		return err;
	edu->irq = pci_irq_vector(pdev, 0);
	return 0;
}

static inline int edu_register(struct pci_dev *pdev, struct edu *edu,
			       const struct file_operations *fops)
{
	edu->misc.minor = MISC_DYNAMIC_MINOR;
	edu->misc.name = "edu";
	edu->misc.fops = fops;
	edu->misc.parent = &pdev->dev;
	return misc_register(&edu->misc);
}

/* Make the device raise its interrupt for the bits of @bits. */
static inline void edu_raise(struct edu *edu, u32 bits)
{
	iowrite32(bits, edu->regs + EDU_IRQ_RAISE);
}

/* The bits that raised the interrupt, 0 if it was not this device; the line is let go. */
static inline u32 edu_ack(struct edu *edu)
{
	u32 bits = ioread32(edu->regs + EDU_IRQ_STATUS);

	if (bits)
		iowrite32(bits, edu->regs + EDU_IRQ_ACK);
	return bits;
}

#endif
